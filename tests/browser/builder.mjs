// The quote builder as a person meets it.
import { key, url } from './system.mjs';

export async function signIn(page) {
  await page.goto(`${url}/#key=${encodeURIComponent(key)}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Opens a new quote on a price list. */
export async function newQuote(page, list = 'code-hosting') {
  await page.goto(`${url}/#/quotes/new`);
  await page.getByRole('grid').waitFor();
  const chooser = page.getByLabel(/^(Price list|価格表)$/);
  if ((await chooser.inputValue()) !== list) {
    // The grid stays as it is until the list has come; keys before that would be of the old quote.
    const shown = await rowTexts(page, 0);
    await chooser.selectOption(list);
    await page.waitForFunction(
      (name) => {
        const cell = document.querySelector('[data-row="0"][data-column="name"]');
        return cell !== null && (cell.value ?? cell.textContent?.trim()) !== name;
      },
      shown.name,
    );
  }
}

export function cell(page, row, column) {
  return page.locator(`[data-row="${row}"][data-column="${column}"]`);
}

/** What the grid shows of a row: raw texts of inputs, words elsewhere. */
export function rowTexts(page, row) {
  return page.evaluate((index) => {
    const texts = {};
    for (const element of document.querySelectorAll(`[data-row="${index}"]`)) {
      const { column } = element.dataset;
      const chosen = element instanceof HTMLSelectElement ? element.selectedOptions[0]?.text : null;
      const typed = element instanceof HTMLInputElement ? element.value : null;
      texts[column] = chosen ?? typed ?? element.textContent?.trim();
    }
    return texts;
  }, row);
}

/** The two totals of the bar at the bottom; nothing where they cannot be computed. */
export function totals(page) {
  return page.evaluate(() =>
    ['start', 'period'].map(
      (name) => document.querySelector(`[data-total="${name}"]`)?.textContent ?? null,
    ),
  );
}

/** Where the focus is, as row and column of the grid. */
export function focusedCell(page) {
  return page.evaluate(() => {
    const { row, column } = document.activeElement?.dataset ?? {};
    return row === undefined ? null : `${row} ${column}`;
  });
}

/** Pastes a text as the clipboard would. */
export async function paste(page, text) {
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.keyboard.press('Control+V');
}
