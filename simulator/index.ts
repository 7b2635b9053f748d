export type { AgentSetup } from './site/agentSetup';
export { ManualClock, systemClock, type Clock } from './site/clock';
export type { ConnectionCounts } from './http/connections';
export { addContractKeywords, BASE_PATH, OPENAPI_PATH, type RawQuery } from './gateway/contract';
export { DEMO_SITE, SERVICE_AGENT } from './site/demoSite';
export type { Fault, FaultEffect, FaultKind, Faults, FaultScope } from './http/faults';
export type { OperationId } from './operations';
export { requestLine } from './http/requestLine';
export { messageOf, type Retcode } from './operations/retcodes';
export type { RecordedRequest } from './http/requests';
export { startSimulator, type Simulator, type SimulatorOptions } from './http/simulator';
export {
	NO_CUSTOM_STATE,
	type AgentState,
	type AgentView,
	type GatewayEvent,
	type Note,
} from './site/state';
export type { SessionEnd, SessionRecord } from './site/session';
export { DEFAULT_SWITCHES, type Switches } from './site/switches';
export { servePage, type Page } from './page/server';
