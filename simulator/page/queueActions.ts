import { Router } from 'express';
import type { Simulator } from '../http/simulator';
import { QUEUE_ACTIONS } from './queueRows';

/** The page's requests about skill queues: `POST /{vdn}/{id}/{action}`. */
export function queueActions(simulator: Simulator): Router {
	const router = Router();
	for (const { path, carryOut } of QUEUE_ACTIONS) {
		router.post(`/:vdn/:id/${path}`, ({ params }, response) => {
			const queue = simulator
				.queues()
				.find(({ vdn, id }) => String(vdn) === params.vdn && String(id) === params.id);
			if (!queue) {
				response.status(400).json({ message: 'There is no such skill queue.' });
				return;
			}
			carryOut(simulator, queue);
			response.status(204).end();
		});
	}
	return router;
}
