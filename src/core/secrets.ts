/** Which names stand for secrets, and an argv with their values hidden. */

const SECRET = /pass|secret|token|key|credential|auth|cookie/i;
const MASK = '***';

/** Whether a variable's name suggests that its value is a secret: `AWS_SECRET_ACCESS_KEY`, `DB_PASSWORD`. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** An argv for the record: the value of `-e`/`--env` with a secret's name, and of `--creds`, becomes `***`. */
export function maskSecrets(argv: readonly string[]): string[] {
  return argv.map((word, at) => maskWord(word, argv[at - 1]));
}

function maskWord(word: string, before: string | undefined): string {
  if (before === '--creds') return MASK;
  if (word.startsWith('--creds=')) return `--creds=${MASK}`;
  if (word.startsWith('--env=')) return `--env=${maskAssignment(word.slice(6))}`;
  // `-eNAME=value`, `-itdeNAME=value`; and the word after `-e`, `-ite`, `--env`.
  if (/^-[a-zA-Z]*e/.test(word)) return maskAssignment(word);
  return before === '--env' || /^-[a-zA-Z]*e$/.test(before ?? '') ? maskAssignment(word) : word;
}

function maskAssignment(text: string): string {
  const equals = text.indexOf('=');
  return equals > 0 && isSecretName(text.slice(0, equals)) ? `${text.slice(0, equals)}=${MASK}` : text;
}
