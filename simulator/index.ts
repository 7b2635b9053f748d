export type { AgentSetup } from './agentSetup';
export { ManualClock, systemClock, type Clock } from './clock';
export type { ConnectionCounts } from './connections';
export { addContractKeywords, BASE_PATH, OPENAPI_PATH, type RawQuery } from './contract';
export { DEMO_SITE, SERVICE_AGENT } from './demoSite';
export type { Fault, FaultEffect, FaultKind, Faults, FaultScope } from './faults';
export type { OperationId } from './operations';
export { requestLine } from './requestLine';
export { messageOf, type Retcode } from './retcodes';
export type { RecordedRequest } from './requests';
export { startSimulator, type Simulator, type SimulatorOptions } from './simulator';
export {
	NO_CUSTOM_STATE,
	type AgentState,
	type AgentView,
	type GatewayEvent,
	type Note,
} from './state';
export type { SessionEnd, SessionRecord } from './session';
export { DEFAULT_SWITCHES, type Switches } from './switches';
export { servePage, type Page } from './page/server';
