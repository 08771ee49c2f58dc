/** The part of Node's `tty` that needs no terminal. */
export const create = () => ({ isatty: () => false });
