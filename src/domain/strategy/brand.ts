import type { InputIssue } from '../shared/errors.ts';
import { bounds, countIssues, nameIssues, phrasesIssues, pick, textIssues, trimmed } from '../shared/form.ts';
import { colourIssues } from './pillar.ts';

/** Who speaks, and how. */
export interface BrandContent {
  readonly name: string;
  readonly mission: string | null;
  readonly valueProposition: string | null;
  readonly tone: string | null;
  /** What to say. */
  readonly say: readonly string[];
  /** What not to do. */
  readonly dont: readonly string[];
  /** Words to avoid. */
  readonly avoid: readonly string[];
  /** #rrggbb, the main one first. */
  readonly colours: readonly string[];
  readonly avatarAssetId: string | null;
  readonly headerAssetId: string | null;
  /** What everyone who writes must follow. */
  readonly guidelines: string | null;
}

/** What is absent stays, null clears. */
export interface WrittenBrand {
  readonly name?: string | null | undefined;
  readonly mission?: string | null | undefined;
  readonly valueProposition?: string | null | undefined;
  readonly voice?:
    | {
        readonly tone?: string | null | undefined;
        readonly say?: readonly string[] | null | undefined;
        readonly dont?: readonly string[] | null | undefined;
        readonly avoid?: readonly string[] | null | undefined;
      }
    | null
    | undefined;
  readonly visualKit?:
    | {
        readonly colours?: readonly string[] | null | undefined;
        readonly avatarAssetId?: string | null | undefined;
        readonly headerAssetId?: string | null | undefined;
      }
    | null
    | undefined;
  readonly guidelines?: string | null | undefined;
}

const maxColours = 20;
const noVoice = { tone: null, say: null, dont: null, avoid: null };
const noKit = { colours: null, avatarAssetId: null, headerAssetId: null };

export interface MergedBrand {
  readonly brand: BrandContent | null;
  readonly issues: readonly InputIssue[];
}

/** The brand as it is after a change, and everything that is wrong with it. Assets are looked for by who stores it. */
export function mergeBrand(before: BrandContent | null, written: WrittenBrand | null | undefined): MergedBrand {
  if (written === undefined) return { brand: before, issues: [] };
  if (written === null) return { brand: null, issues: [] };
  const voice = written.voice === null ? noVoice : (written.voice ?? {});
  const kit = written.visualKit === null ? noKit : (written.visualKit ?? {});
  const list = (given: readonly string[] | null | undefined, old: readonly string[] | undefined) =>
    (pick(given, old ?? null) ?? []).map((phrase) => phrase.trim());
  const brand: BrandContent = {
    name: pick(written.name, before?.name ?? null)?.trim() ?? '',
    mission: trimmed(pick(written.mission, before?.mission ?? null)),
    valueProposition: trimmed(pick(written.valueProposition, before?.valueProposition ?? null)),
    tone: trimmed(pick(voice.tone, before?.tone ?? null)),
    say: list(voice.say, before?.say),
    dont: list(voice.dont, before?.dont),
    avoid: list(voice.avoid, before?.avoid),
    colours: list(kit.colours, before?.colours).map((colour) => colour.toLowerCase()),
    avatarAssetId: pick(kit.avatarAssetId, before?.avatarAssetId ?? null),
    headerAssetId: pick(kit.headerAssetId, before?.headerAssetId ?? null),
    guidelines: trimmed(pick(written.guidelines, before?.guidelines ?? null)),
  };
  const path = ['brand'];
  const colours = [...path, 'visualKit', 'colours'];
  return {
    brand,
    issues: [
      ...nameIssues(brand.name, [...path, 'name']),
      ...textIssues(brand.mission, bounds.text, [...path, 'mission']),
      ...textIssues(brand.valueProposition, bounds.text, [...path, 'valueProposition']),
      ...textIssues(brand.tone, bounds.text, [...path, 'voice', 'tone']),
      ...phrasesIssues(brand.say, [...path, 'voice', 'say']),
      ...phrasesIssues(brand.dont, [...path, 'voice', 'dont']),
      ...phrasesIssues(brand.avoid, [...path, 'voice', 'avoid']),
      ...countIssues(brand.colours.length, maxColours, colours),
      ...brand.colours.flatMap((colour, index) => colourIssues(colour, [...colours, String(index)])),
      ...textIssues(brand.guidelines, bounds.text, [...path, 'guidelines']),
    ],
  };
}
