/** Module state: on a server that keeps modules between requests, every user would see the others' visits. */
export const visits = [];
