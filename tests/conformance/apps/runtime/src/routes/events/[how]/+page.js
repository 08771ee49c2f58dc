import { telling } from '#lib/tell.js';

const heard = (type, listen, event = new Event(type)) => {
	const seen = [];
	const target = new EventTarget();
	listen(target, seen);
	return [target.dispatchEvent(event), ...seen];
};

export const load = telling({
	event: () => ({
		made: () => {
			const { type, bubbles, cancelable, composed, defaultPrevented, eventPhase, isTrusted } = new Event('x');
			return [type, bubbles, cancelable, composed, defaultPrevented, eventPhase, isTrusted];
		},
		given: () => {
			const { bubbles, cancelable, composed } = new Event('x', {
				bubbles: true,
				cancelable: true,
				composed: true
			});
			return [bubbles, cancelable, composed];
		},
		empty: () => {
			const event = new Event('x');
			return [
				event.target,
				event.currentTarget,
				event.srcElement,
				event.composedPath(),
				typeof event.timeStamp
			];
		},
		phases: () => [Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, Event.BUBBLING_PHASE],
		legacy: () => [new Event('x').returnValue, new Event('x').cancelBubble],
		name: () => [String(new Event('x')), new Event(5).type, new Event(null).type],
		notype: () => new Event(),
		called: () => Event('x'),
		own: () => {
			class Own extends Event {
				constructor(detail) {
					super('own', { cancelable: true });
					this.detail = detail;
				}
			}
			const event = new Own(7);
			return [event.detail, event.type, event instanceof Event, event.cancelable];
		}
	}),
	custom: () => ({
		detail: () => [new CustomEvent('x').detail, new CustomEvent('x', { detail: { a: [1] } }).detail],
		same: () => {
			const detail = {};
			return new CustomEvent('x', { detail }).detail === detail;
		},
		event: () => {
			const event = new CustomEvent('x', { detail: 1, bubbles: true, cancelable: true });
			return [event instanceof Event, event.type, event.bubbles, event.cancelable, String(event)];
		},
		heard: () =>
			heard(
				'x',
				(target, seen) => target.addEventListener('x', (event) => seen.push(event.detail)),
				new CustomEvent('x', { detail: 'd' })
			),
		falsy: () => [0, '', false].map((detail) => new CustomEvent('x', { detail }).detail),
		readonly: () => {
			new CustomEvent('x').detail = 1;
		},
		notype: () => new CustomEvent()
	}),
	listeners: () => ({
		order: () =>
			heard('x', (target, seen) => {
				for (const name of ['one', 'two', 'three']) target.addEventListener('x', () => seen.push(name));
			}),
		once: () => {
			const target = new EventTarget();
			let count = 0;
			target.addEventListener('x', () => count++, { once: true });
			for (let time = 0; time < 3; time++) target.dispatchEvent(new Event('x'));
			return count;
		},
		signal: () => {
			const controller = new AbortController();
			const target = new EventTarget();
			let count = 0;
			target.addEventListener('x', () => count++, { signal: controller.signal });
			target.dispatchEvent(new Event('x'));
			controller.abort();
			target.dispatchEvent(new Event('x'));
			return count;
		},
		aborted: () =>
			heard('x', (target, seen) =>
				target.addEventListener('x', () => seen.push('heard'), { signal: AbortSignal.abort() })
			),
		handler: () =>
			heard('x', (target, seen) => {
				const handler = {
					handleEvent(event) {
						seen.push(this === handler, event.type);
					}
				};
				target.addEventListener('x', handler);
			}),
		laterhandler: () =>
			heard('x', (target, seen) => {
				const handler = {};
				target.addEventListener('x', handler);
				handler.handleEvent = () => seen.push('set later');
			}),
		this: () =>
			heard('x', (target, seen) =>
				target.addEventListener('x', function () {
					seen.push(this === target);
				})
			),
		twice: () =>
			heard('x', (target, seen) => {
				const listener = () => seen.push('heard');
				target.addEventListener('x', listener);
				target.addEventListener('x', listener);
				target.addEventListener('x', listener, { capture: true });
			}),
		removed: () =>
			heard('x', (target, seen) => {
				const listener = () => seen.push('heard');
				target.addEventListener('x', listener);
				target.removeEventListener('x', listener, true);
				target.addEventListener('x', () => seen.push('other'));
				target.removeEventListener('x', listener);
			}),
		removedmeanwhile: () =>
			heard('x', (target, seen) => {
				const second = () => seen.push('second');
				target.addEventListener('x', () => target.removeEventListener('x', second));
				target.addEventListener('x', second);
			}),
		addedmeanwhile: () =>
			heard('x', (target, seen) =>
				target.addEventListener('x', () => {
					seen.push('first');
					target.addEventListener('x', () => seen.push('added'));
				})
			),
		null: () => heard('x', (target) => target.addEventListener('x', null)),
		otherevent: () => heard('x', (target, seen) => target.addEventListener('y', () => seen.push('heard'))),
		async: () =>
			heard('x', (target, seen) =>
				target.addEventListener('x', async () => {
					seen.push('before');
					await null;
					seen.push('after');
				})
			),
		noargument: () => new EventTarget().addEventListener('x')
	}),
	dispatch: () => ({
		prevented: () =>
			heard(
				'x',
				(target, seen) =>
					target.addEventListener('x', (event) => {
						event.preventDefault();
						seen.push(event.defaultPrevented);
					}),
				new Event('x', { cancelable: true })
			),
		notcancelable: () =>
			heard('x', (target, seen) =>
				target.addEventListener('x', (event) => {
					event.preventDefault();
					seen.push(event.defaultPrevented);
				})
			),
		passive: () =>
			heard(
				'x',
				(target, seen) =>
					target.addEventListener(
						'x',
						(event) => {
							event.preventDefault();
							seen.push(event.defaultPrevented);
						},
						{ passive: true }
					),
				new Event('x', { cancelable: true })
			),
		immediate: () =>
			heard('x', (target, seen) => {
				target.addEventListener('x', (event) => {
					seen.push('one');
					event.stopImmediatePropagation();
				});
				target.addEventListener('x', () => seen.push('two'));
			}),
		propagation: () =>
			heard('x', (target, seen) => {
				target.addEventListener('x', (event) => event.stopPropagation());
				target.addEventListener('x', (event) => seen.push('two', event.cancelBubble));
			}),
		during: () =>
			heard('x', (target, seen) =>
				target.addEventListener('x', (event) => {
					seen.push(
						event.target === target,
						event.currentTarget === target,
						event.eventPhase,
						event.composedPath().length
					);
				})
			),
		after: () => {
			const target = new EventTarget();
			const event = new Event('x');
			target.dispatchEvent(event);
			return [event.target === target, event.currentTarget, event.eventPhase, event.composedPath()];
		},
		again: () => {
			const event = new Event('x');
			return [
				heard('x', (target, seen) => target.addEventListener('x', () => seen.push(1)), event),
				new EventTarget().dispatchEvent(event)
			];
		},
		nested: () =>
			heard('x', (target, seen) => {
				target.addEventListener(
					'x',
					() => (seen.push('x'), target.dispatchEvent(new Event('y')), seen.push('x again'))
				);
				target.addEventListener('y', () => seen.push('y'));
			}),
		meanwhile: () =>
			heard('x', (target, seen) =>
				target.addEventListener('x', (event) => {
					try {
						target.dispatchEvent(event);
					} catch {
						seen.push('threw');
					}
				})
			),
		notanevent: () => new EventTarget().dispatchEvent({ type: 'x' })
	}),
	target: () => ({
		class: () => {
			class Store extends EventTarget {
				value = 1;
				set(value) {
					this.value = value;
					this.dispatchEvent(new CustomEvent('change', { detail: value }));
				}
			}
			const store = new Store();
			const seen = [];
			store.addEventListener('change', ({ detail, target }) => seen.push(detail, target === store));
			store.set(2);
			return [seen, store instanceof EventTarget, String(store)];
		},
		own: () => Object.keys(new EventTarget()),
		called: () => EventTarget(),
		stranger: () => EventTarget.prototype.addEventListener.call({}, 'x', () => {})
	}),
	others: () => ({
		message: () => {
			const { type, data, origin, lastEventId, source, ports } = new MessageEvent('message', {
				data: { a: 1 },
				origin: 'http://a.test',
				lastEventId: '7'
			});
			return [type, data, origin, lastEventId, source, ports];
		},
		emptymessage: () => {
			const { data, origin, lastEventId, source, ports } = new MessageEvent('message');
			return [data, origin, lastEventId, source, ports];
		},
		close: () => {
			const { type, code, reason, wasClean } = new CloseEvent('close', {
				code: 1001,
				reason: 'away',
				wasClean: true
			});
			return [type, code, reason, wasClean];
		},
		kinds: () =>
			[new MessageEvent('x'), new CloseEvent('x')].map((event) => [event instanceof Event, String(event)]),
		heard: () =>
			heard(
				'message',
				(target, seen) => target.addEventListener('message', ({ data }) => seen.push(data)),
				new MessageEvent('message', { data: 'd' })
			)
	}),
	exceptions: () => ({
		made: () => {
			const error = new DOMException('text', 'DataCloneError');
			return [
				error.name,
				error.message,
				error.code,
				error instanceof Error,
				typeof error.stack,
				String(error)
			];
		},
		defaults: () => [new DOMException().name, new DOMException().message, new DOMException('x').code],
		codes: () => [
			DOMException.ABORT_ERR,
			DOMException.TIMEOUT_ERR,
			new DOMException('', 'AbortError').code,
			new DOMException('', 'TimeoutError').code
		],
		tag: () => Object.prototype.toString.call(new DOMException())
	})
});
