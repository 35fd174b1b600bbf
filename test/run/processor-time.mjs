// How much processor time a command and all that it waited for took: the shell knows that of its children.
import { existsSync, readFileSync } from "node:fs";

/**
 * The arguments of `sh` that run a command and write its times.
 * @param {readonly string[]} command
 * @param {string} file
 */
export function timed(command, file) {
  return ["-c", 'file=$1; shift; "$@"; code=$?; times > "$file"; exit $code', "sh", file, ...command];
}

/**
 * Seconds; 0 where the command was ended before. The second line of the file is of the children: "1m2.34s 0m5.6s".
 * @param {string} file
 */
export function readProcessorTime(file) {
  if (!existsSync(file)) return 0;
  const [, ofChildren = ""] = readFileSync(file, "utf8").split("\n");
  const times = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)];
  return times.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
}
