import type { en } from './en';

/** Every message of the web app; the compiler checks that each language has all of them. */
export type Messages = typeof en;
