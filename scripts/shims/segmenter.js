// Intl.Segmenter, made when it is first called for: it loads tables for 25 ms, and text of ASCII alone has no need of it.
const { Segmenter } = Intl;

export class LazySegmenter {
  #given;
  #real;

  constructor(...given) {
    this.#given = given;
  }

  segment(text) {
    this.#real ??= new Segmenter(...this.#given);
    return this.#real.segment(text);
  }
}
