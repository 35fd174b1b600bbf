/** Istio's codes by their levels. Source: pkg/config/analysis/msg/messages.yaml of the Istio that the tests run. */
export const istioLevels: Readonly<Record<string, readonly string[]>> = {
  error: listCodes(
    "0001 0101 0106 0109 0110 0111 0112 0126 0139 0141 0142 0143 0145 0147 0149 0152 0153 0154 0156 0159 0160 0161 0173",
  ),
  warning: listCodes(
    "0002 0103 0107 0108 0116 0123 0125 0127 0128 0129 0130 0132 0133 0134 0137 0138 0140 0144 0146 0150 0151 0155 0157 0158 0162 0163 0165 0166 0167 0168 0169 0170 0171 0172 0174 0175 0176 0177",
  ),
  info: listCodes("0102 0118 0131 0135 0136 0148 0164"),
};

function listCodes(numbers: string): string[] {
  return numbers.split(" ").map((number) => `IST${number}`);
}

const running = "Depends on what runs in a cluster.";
const unused = "istioctl never reports it.";

/** Istio's codes of what runs, which `mesh status` reports. */
export const runningCodes: readonly string[] = listCodes("0103 0142 0156 0158 0171 0172");

/** Istio's codes that are not implemented, and why. */
export const foreignCodes: Readonly<Record<string, string>> = {
  IST0001: "An internal error of istioctl.",
  IST0141: "Depends on the user's permissions in a cluster.",
  IST0143: running,
  IST0168: unused,
  IST0169: "Depends on the version of the running control plane.",
};
