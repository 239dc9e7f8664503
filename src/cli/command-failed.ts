/** Thrown by a command that cannot do what it was asked: the message says why, and what to do, a line for each fault. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  /** The exit status: above 0. */
  readonly status: number;

  constructor(message: string, { status = 1, ...options }: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.status = status;
  }
}
