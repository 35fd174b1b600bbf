import { readFileSync } from "node:fs";
import { fitsSalt } from "./encryption-salt.js";

/** A salt of a stack's passphrase, and where it stands. */
export interface PlacedSalt {
  salt: string;
  /** As the beginning of a sentence: `stacks/Pulumi.dev.yaml: encryptionsalt`. */
  place: string;
  /** What to do where nobody knows its passphrase. */
  remedy: string;
}

/** A passphrase, and where it is given, as the end of a sentence. */
export interface GivenPassphrase {
  passphrase: string;
  source: string;
}

/**
 * The passphrase that the environment gives to Pulumi.
 * @throws where its file cannot be read
 */
export function readGivenPassphrase(environment: NodeJS.ProcessEnv): GivenPassphrase | undefined {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file = "" } = environment;
  if (passphrase !== undefined) return { passphrase, source: "PULUMI_CONFIG_PASSPHRASE" };
  if (file === "") return undefined;
  try {
    return { passphrase: readFileSync(file, "utf8").trim(), source: `PULUMI_CONFIG_PASSPHRASE_FILE (${file})` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`PULUMI_CONFIG_PASSPHRASE_FILE is ${file}, which cannot be read: ${reason}`, { cause: error });
  }
}

/**
 * The passphrase for a stack in our own backend. A stack that was made without one is run without one, whatever the environment
 * gives for other projects.
 * @param salts those of the stack's file and of its state
 * @throws one error for the first salt that is of another passphrase, with what to do
 */
export async function choosePassphrase(
  given: GivenPassphrase | undefined,
  salts: readonly PlacedSalt[],
): Promise<string> {
  const wanted = given?.passphrase ?? "";
  const unfit = await findUnfit(wanted, salts);
  if (unfit === undefined) return wanted;
  if (wanted !== "" && (await findUnfit("", salts)) === undefined) return "";
  throw describeUnfit(unfit, given);
}

/**
 * Asks for the passphrase of a stack's file before an engine with another backend does, which names neither the file nor the key.
 * @param canAsk whether the engine may ask for it on the terminal
 * @throws where another one or none is given
 */
export async function requirePassphrase(
  given: GivenPassphrase | undefined,
  salt: PlacedSalt,
  canAsk: boolean,
): Promise<void> {
  if (given === undefined && canAsk) return;
  if (given !== undefined && (await fitsSalt(salt.salt, given.passphrase))) return;
  throw describeUnfit(salt, given);
}

async function findUnfit(passphrase: string, salts: readonly PlacedSalt[]): Promise<PlacedSalt | undefined> {
  for (const salt of salts) if (!(await fitsSalt(salt.salt, passphrase))) return salt;
  return undefined;
}

function describeUnfit({ place, remedy }: PlacedSalt, given: GivenPassphrase | undefined): Error {
  const what =
    given === undefined
      ? "needs a passphrase, and none is given"
      : `is of another passphrase than ${given.source} gives`;
  return new Error(`${place} ${what}; set PULUMI_CONFIG_PASSPHRASE to its passphrase, or, if that is lost: ${remedy}`);
}
