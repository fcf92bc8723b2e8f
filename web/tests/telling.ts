/** What the tests tell derivations with. */
import { asText, type Sentence, type Telling } from '../src/derivation/sentences';
import { en } from '../src/language/en';
import { ja } from '../src/language/ja';

export function telling(language: 'en' | 'ja', currency: string): Telling {
  return {
    messages: { en, ja }[language],
    language,
    currency,
    zone: 'Asia/Tokyo',
    item: (key) => ({ name: `name of ${key}`, unit: 'kWh', metered: key === 'energy' }),
  };
}

export const said = (sentences: readonly Sentence[]): string => asText('', sentences).trim();
