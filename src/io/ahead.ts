/** Asking an engine before the answer is needed: it answers while spc loads the code that will read it. */
import type { Driver } from './driver.ts';

/**
 * A driver that has been asked already: its first answers to `image(reference)` and `container(name)` are those on
 * their way; everything after that is asked anew. A failure shows when the answer is taken, not before.
 */
export function askAhead(driver: Driver, reference: string, name: string): Driver {
  return {
    ...driver,
    image: onceAhead(driver.image, reference),
    container: onceAhead(driver.container, name),
  };
}

function onceAhead<T>(ask: (word: string) => Promise<T>, word: string): (word: string) => Promise<T> {
  let ahead: Promise<T> | undefined = ask(word);
  ahead.catch(() => {}); // reported by whoever takes the answer
  return async (other) => {
    const answer = other === word ? ahead : undefined;
    if (answer) ahead = undefined;
    return await (answer ?? ask(other));
  };
}
