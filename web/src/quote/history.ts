/** Undo and redo: the states before and after the present one. */

const STEPS_MAX = 100;

export class History<T> {
  #past: T[] = [];
  #future: T[] = [];

  /** Remembers the state before an edit; what was undone is gone. */
  push(before: T): void {
    this.#past.push(before);
    if (this.#past.length > STEPS_MAX) this.#past.shift();
    this.#future = [];
  }

  /** The state to go back to, given the present one. */
  undo(present: T): T | undefined {
    const state = this.#past.pop();
    if (state !== undefined) this.#future.push(present);
    return state;
  }

  /** The state to go forward to, given the present one. */
  redo(present: T): T | undefined {
    const state = this.#future.pop();
    if (state !== undefined) this.#past.push(present);
    return state;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }
}
