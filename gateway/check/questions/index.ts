/** All questions, in the order in which they are asked. */
import type { Question } from '../question';
import { idRange, lookUp, queues, scope, stateTimeUnit, statistics } from './lookUpQuestions';
import { noteEvent, wrongRecipient } from './noteQuestions';
import { contentType, cookiesNeeded, wrongGuid } from './requestQuestions';
import { limitCodes, monitor } from './rightQuestions';
import { cookies, guidHeader, password } from './signInQuestions';
import { busyAgain, noCustomStatus, prolongIdle } from './stateQuestions';
import { guidOverlap, keepAlive } from './waitQuestions';

/** All but the sixth query, which is asked last, after the agent's state was put back. */
export const QUESTIONS: readonly Question[] = [
	guidHeader,
	cookies,
	password,
	wrongGuid,
	cookiesNeeded,
	contentType,
	stateTimeUnit,
	idRange,
	lookUp,
	scope,
	queues,
	statistics,
	busyAgain,
	prolongIdle,
	noCustomStatus,
	noteEvent,
	wrongRecipient,
	limitCodes,
	monitor,
	guidOverlap,
	keepAlive,
];

export { sixthQuery } from './sixthQuery';
