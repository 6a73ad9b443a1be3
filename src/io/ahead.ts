/** Asking an engine before the answer is needed: it answers while spc loads the code that will read it. */
import type { EngineName } from '../core/types.ts';
import type { Driver } from './driver.ts';

type Drivers = (engine?: EngineName) => AsyncIterable<Driver>;

/** What the first engine is asked. */
export interface Question {
  engine: EngineName | undefined;
  reference: string;
  name: string;
}

/**
 * The same drivers, but the first engine has been asked when this resolves. The first time they are taken, its
 * first answers are those on their way; everything after that is asked anew.
 */
export async function asked(drivers: Drivers, { engine, reference, name }: Question): Promise<Drivers> {
  const rest = drivers(engine)[Symbol.asyncIterator]();
  const first = await rest.next();
  let ahead = first.done ? undefined : continued(askAhead(first.value, reference, name), rest);
  return (other) => {
    const taken = ahead ?? drivers(other);
    ahead = undefined;
    return taken;
  };
}

async function* continued(first: Driver, rest: AsyncIterator<Driver>): AsyncGenerator<Driver> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function askAhead(driver: Driver, reference: string, name: string): Driver {
  return {
    ...driver,
    image: onceAhead(driver.image, reference),
    container: onceAhead(driver.container, name),
  };
}

/** A failure shows when the answer is taken, not before. */
function onceAhead<T>(ask: (word: string) => Promise<T>, word: string): (word: string) => Promise<T> {
  let ahead: Promise<T> | undefined = ask(word);
  ahead.catch(() => {}); // reported by whoever takes the answer
  return async (other) => {
    const answer = other === word ? ahead : undefined;
    if (answer) ahead = undefined;
    return await (answer ?? ask(other));
  };
}
