/** Chance that comes out the same every time: numbers drawn from a seed (a 32-bit xorshift). */
export class Lots {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  /** From 0 up to, but not including, 1. */
  draw(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 2 ** 32;
  }

  /** Whether something with this chance happens, `0.1` being once in ten. */
  happens(chance: number): boolean {
    return this.draw() < chance;
  }

  one<Each>(list: readonly Each[]): Each {
    const drawn = list[Math.floor(this.draw() * list.length)];
    if (drawn === undefined) throw new Error('nothing to draw from');
    return drawn;
  }

  /** Each of them with this chance. */
  some<Each>(list: readonly Each[], chance: number): Each[] {
    return list.filter(() => this.happens(chance));
  }
}
