import { type Instant, instant } from '../../kernel/instant.ts';
import { type CheckedPair, certificateOf, checkedPair, type KeyPair } from '../tls/checked-pair.ts';
import { AccountKey } from './account-key.ts';

/** What is kept of one authority. The last two are of use for minutes or hours only. */
export type ShelfName = 'account-key' | 'certificate' | 'answer' | 'failure';

/** Where the texts of one authority are kept: files of this machine, or rows that several instances share. */
export type ShelfPlace = {
  /** Whether other instances order by the same texts. */
  readonly isShared: boolean;
  read(name: ShelfName): Promise<string | null>;
  /** Whole or not at all, whatever was there. */
  write(name: ShelfName, text: string): Promise<void>;
  /** Removes it, if it is still `text`. */
  remove(name: ShelfName, text: string): Promise<void>;
};

/** The last try that gave no certificate: others need not make the same again at once. */
export type FailedTry = { readonly failures: number; readonly at: Instant; readonly due: Instant };

/** One authority's account and certificate, and how an order with it stands. */
export class CertificateShelf {
  readonly #place: ShelfPlace;

  constructor(place: ShelfPlace) {
    this.#place = place;
  }

  get isShared(): boolean {
    return this.#place.isShared;
  }

  /** The account's key, made and written before anything is signed with it where there is none. */
  async account(): Promise<AccountKey> {
    const pem = await this.#place.read('account-key');
    if (pem !== null) return AccountKey.fromPem(pem);
    const key = AccountKey.generate();
    await this.#place.write('account-key', key.toPem());
    return key;
  }

  /** The pair that was kept, where it can be served for `domain` now; null otherwise. */
  async pair(domain: string, now: Instant): Promise<CheckedPair | null> {
    const text = await this.#place.read('certificate');
    if (text === null) return null;
    const [, key = '', cert = ''] =
      /^([\s\S]*?-----END [A-Z ]*PRIVATE KEY-----\n)([\s\S]*)$/.exec(text) ?? [];
    const pair = checkedPair({ cert, key }, now);
    const isFor = certificateOf(cert)?.checkHost(domain) !== undefined;
    return pair.ok && isFor ? pair.value : null;
  }

  /** Both in one text: no crash can leave a certificate with another one's key. */
  async keep({ cert, key }: KeyPair): Promise<void> {
    await this.#place.write('certificate', `${key}${cert}`);
  }

  /** From now on `answer` finds it. @param content a key authorization, which begins with its token (RFC 8555 section 8.1). */
  async show(content: string): Promise<void> {
    await this.#place.write('answer', content);
  }

  async hide(content: string): Promise<void> {
    await this.#place.remove('answer', content);
  }

  async answer(): Promise<string | null> {
    return await this.#place.read('answer');
  }

  async keepFailure(failed: FailedTry): Promise<void> {
    await this.#place.write('failure', [failed.failures, failed.at, failed.due].join(' '));
  }

  async failure(): Promise<FailedTry | null> {
    const [, failures, at, due] = /^(\d+) (\d+) (\d+)$/.exec((await this.#place.read('failure')) ?? '') ?? [];
    if (failures === undefined) return null;
    return { failures: Number(failures), at: instant(Number(at)), due: instant(Number(due)) };
  }
}
