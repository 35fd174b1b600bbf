/** The way out for machines that cannot run the local cluster, as the end of a sentence. */
export const ownCluster = "use a cluster of your own: npx mesh start --context NAME";
