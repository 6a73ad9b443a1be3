/** What must be ended before the process behind the terminal UI may end. */

/** Ends something; `hurry`: it was asked to before. Resolves when it has ended. */
type Close = (hurry: boolean) => Promise<void>;

const closes = new Set<Close>();

/** Has something ended when the UI goes. */
export function onClose(close: Close): void {
  closes.add(close);
}

/** Resolves when all has ended; what fails to is no reason to stay. */
export async function closeAll(hurry: boolean): Promise<void> {
  await Promise.allSettled([...closes].map((close) => close(hurry)));
}
