/** The reader's language: remembered, and set on the document. */
import { en } from './en';
import { ja } from './ja';
import type { Messages } from './messages';

export type LanguageCode = 'en' | 'ja';

const STORED = 'seikyu.language';
const catalogs: Record<LanguageCode, Messages> = { en, ja };

function known(code: string | null | undefined): LanguageCode | undefined {
  return code === 'en' || code === 'ja' ? code : undefined;
}

function first(): LanguageCode {
  const asked = known(new URLSearchParams(location.search).get('lang'));
  const kept = known(localStorage.getItem(STORED));
  return asked ?? kept ?? (navigator.language.startsWith('ja') ? 'ja' : 'en');
}

class Language {
  #code = $state<LanguageCode>(first());

  constructor() {
    document.documentElement.lang = this.#code;
  }

  get code(): LanguageCode {
    return this.#code;
  }

  get messages(): Messages {
    return catalogs[this.#code];
  }

  choose(code: LanguageCode): void {
    this.#code = code;
    document.documentElement.lang = code;
    localStorage.setItem(STORED, code);
  }
}

export const language = new Language();
