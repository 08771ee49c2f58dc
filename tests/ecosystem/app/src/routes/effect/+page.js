import { Effect, Option, Schema, pipe } from 'effect';

const Person = Schema.Struct({ name: Schema.String, age: Schema.Number });

export const load = async () => {
	const program = Effect.gen(function* () {
		const n = yield* Effect.succeed(20);
		yield* Effect.sleep('1 millis');
		return n + 1;
	}).pipe(Effect.map((n) => n * 2));
	const caught = Effect.fail('broken').pipe(Effect.catch((error) => Effect.succeed(`caught ${error}`)));
	return {
		answer: await Effect.runPromise(program),
		caught: Effect.runSync(caught),
		person: Schema.decodeUnknownSync(Person)({ name: 'Ada', age: 36 }),
		some: pipe(Option.some(1), Option.map((n) => n + 1), Option.getOrElse(() => 0))
	};
};
