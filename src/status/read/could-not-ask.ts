/** Nothing could be found out about the cluster. The message says why. */
export class CouldNotAsk extends Error {}
