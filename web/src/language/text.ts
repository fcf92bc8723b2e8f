/** Texts by language tag, as price lists carry them. */
import type { Text } from '../engine/engine';

/** A text in the wanted language where there is one, with the language it is in. */
export function inLanguage(text: Text, wanted: string): { words: string; lang: string } {
  for (const lang of [wanted, 'en', ...Object.keys(text)]) {
    const words = text[lang];
    if (words !== undefined) return { words, lang };
  }
  return { words: '', lang: wanted };
}

/** The words alone. */
export function wordsOf(text: Text | undefined, wanted: string): string {
  return text === undefined ? '' : inLanguage(text, wanted).words;
}
