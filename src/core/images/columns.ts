/** Images and recipes as a list. */
import type { Column } from '../lists/columns.ts';
import { showBytes } from '../processes/units.ts';

/** `tools`: the tools image, built here; `recipe`: spc has labels for it, whether or not it is here. */
export type ImageKind = 'image' | 'tools' | 'recipe';

/** All text is as found: hostile until sanitised. */
export interface ImageRow {
  kind: ImageKind;
  /** Empty for a recipe. */
  engine: string;
  /** Its best name; the id's beginning when it has none. */
  name: string;
  /** `sha256:…`; of a recipe, empty. */
  id: string;
  tags: string[];
  /** Bytes; null: unknown. */
  size: number | null;
  /** ISO 8601. */
  created: string | null;
  /** What can be asked of it: RUN, INSTALL … */
  verbs: string[];
  /** The recipe that lends what its own labels have not; null: none. */
  recipe: string | null;
  /** What it is for; of a recipe. */
  summary: string;
}

export const IMAGE_COLUMNS: readonly Column<ImageRow>[] = [
  { key: 'name', header: 'NAME', about: 'its best name, or the beginning of its id', value: ({ name }) => name },
  { key: 'kind', header: 'KIND', about: 'image, tools (built by spc) or recipe', value: ({ kind }) => kind },
  { key: 'engine', header: 'ENGINE', about: 'whose it is', value: ({ engine }) => engine || null },
  {
    key: 'id',
    header: 'ID',
    about: 'its whole id',
    value: ({ id }) => id || null,
    text: ({ id }) => id.slice('sha256:'.length, 'sha256:'.length + 12) || '-',
  },
  {
    key: 'size',
    header: 'SIZE',
    about: 'bytes',
    right: true,
    value: ({ size }) => size,
    text: ({ size }) => (size === null ? '-' : showBytes(size)),
  },
  {
    key: 'created',
    header: 'CREATED',
    about: 'when it was made, ISO 8601',
    value: ({ created }) => created,
    text: ({ created }) => created?.slice(0, 16).replace('T', ' ') ?? '-',
  },
  { key: 'tags', header: 'TAGS', about: 'all its names', value: ({ tags }) => tags },
  { key: 'recipe', header: 'RECIPE', about: 'the recipe that lends it labels', value: ({ recipe }) => recipe },
  {
    key: 'verbs',
    header: 'LABELS',
    about: 'which of RUN, INSTALL, UNINSTALL and STOP there are',
    value: ({ verbs }) => verbs,
    text: ({ verbs }) => verbs.join(' ') || '-',
  },
  {
    key: 'summary',
    header: 'SUMMARY',
    about: 'what it is for, by its recipe',
    value: ({ summary }) => summary || null,
  },
];

export const IMAGE_DEFAULTS = ['name', 'kind', 'engine', 'id', 'size', 'created', 'recipe', 'verbs', 'summary'];
