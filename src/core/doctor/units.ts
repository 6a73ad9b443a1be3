/** `1 thread`, `2 threads`. */
export const showUnit = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
