/** An invoice as stored, recomputed in the reader's browser from its stored input. */
import { Api, changeLinks, links } from '../../api/api';
import { takeKey } from '../../api/key';
import { type Refusal, refusalOf } from '../../api/problem';
import type { InvoiceDocument } from '../../api/types';
import { loadEngine } from '../../engine/engine';
import { zoneData } from '../../engine/zones';
import type { CheckState } from '../../ui/CheckMark.svelte';

export type InvoiceProblem = 'missing' | 'sign-in' | 'not-found' | 'failed';

export class OpenInvoice {
  /** The token of the signed link that the invoice is opened by, if it is. */
  readonly token = location.hash.startsWith('#key=') ? '' : location.hash.slice(1);
  readonly #id = new URLSearchParams(location.search).get('id') ?? '';
  document: InvoiceDocument | undefined = $state.raw();
  problem: InvoiceProblem | undefined = $state();
  refusal: Refusal | undefined = $state.raw();
  check: CheckState = $state('pending');
  version = $state('');

  get byLink(): boolean {
    return this.token !== '';
  }

  /** The page of the link that the invoice is opened by: a link to a plan has many invoices. */
  get linkPage(): 'quote' | 'plan' {
    return this.#id === '' ? 'quote' : 'plan';
  }

  async open(): Promise<void> {
    this.problem = undefined;
    try {
      const text = await this.#fetch();
      if (text === undefined) return;
      this.document = JSON.parse(text) as InvoiceDocument;
      await this.#compare(text, this.document);
    } catch (thrown) {
      this.refusal = refusalOf(thrown);
      const status = this.refusal.status;
      if (status === 401) this.problem = this.byLink ? 'not-found' : 'sign-in';
      else this.problem = [403, 404, 410].includes(status) ? 'not-found' : 'failed';
    }
  }

  async #fetch(): Promise<string | undefined> {
    const key = takeKey();
    if (this.byLink) {
      return this.linkPage === 'plan'
        ? changeLinks.invoice(this.token, this.#id)
        : links.invoice(this.token);
    }
    if (this.#id === '') this.problem = 'missing';
    else if (key === undefined) this.problem = 'sign-in';
    else return new Api(key).invoice(this.#id);
    return undefined;
  }

  /** Bills the stored input again; the stored bill must be the same to the byte. */
  async #compare(text: string, document: InvoiceDocument): Promise<void> {
    try {
      const engine = await loadEngine();
      this.version = engine.version;
      const zones = await zoneData(document.input.contract.zone);
      const bill = engine.bill(JSON.stringify(document.input), zones);
      this.check = text.includes(`"bill":${bill}`) ? 'ok' : 'bad';
    } catch {
      this.check = 'unavailable';
    }
  }
}
