/**
 * Abbreviations of time zones: fixed offsets from UTC ("Using a time zone abbreviation" under "CONVERT_TIMEZONE function"). The guide's list,
 * "Time zone abbreviations", has no offsets: these are PostgreSQL 8's ("Date/Time Key Words").
 */

/** Minutes ahead of UTC, and what is called so. */
const BY_OFFSET: readonly (readonly [number, string])[] = [
  [-660, "nut"],
  [-600, "ckt hst taht"],
  [-570, "mart"],
  [-540, "akst gamt"],
  [-480, "akdt pst"],
  [-420, "mst pdt"],
  [-360, "cst galt mdt"],
  [-300, "cdt cot est pet"],
  [-240, "ast bot clt edt gyt"],
  [-210, "nst"],
  [-180, "adt art brt clst gft pmst uyt wgt"],
  [-150, "ndt"],
  [-120, "brst fnt pmdt uyst wgst"],
  [-60, "azot egt fnst"],
  [0, "azost egst gmt uct ut utc wet z zulu"],
  [60, "bst cet met mez wat wetdst"],
  [120, "bdst cest cetdst eet mest metdst sast"],
  [180, "eat eest eetdst fet"],
  [210, "irt"],
  [240, "azt get mut ret sct"],
  [270, "aft"],
  [300, "azst mvt pkt tft tjt tmt uzt"],
  [345, "npt"],
  [360, "almt bdt btt kgt"],
  [390, "mmt"],
  [420, "cxt davt ict"],
  [480, "awst bnt hkt myt pht sgt"],
  [540, "awsst jayt jst kst pwt"],
  [600, "aest chut ddut ligt pgt trut yapt"],
  [630, "acsst cadt lhst sadt"],
  [660, "aesst kost lhdt pont vut"],
  [690, "nft"],
  [720, "fjt gilt mht nzst nzt tvt wakt wft"],
  [765, "chast"],
  [780, "nzdt phot tot"],
  [825, "chadt"],
  [840, "lint"],
];

const OFFSETS: ReadonlyMap<string, number> = new Map(
  BY_OFFSET.flatMap(([minutes, names]) => names.split(" ").map((name) => [name, minutes] as const)),
);

/** On the guide's list, and of other offsets in other places or in other years: no text says which of them Redshift has. */
const UNSURE: ReadonlySet<string> = new Set(
  `acst act almst amst amt anast anat arst bort bra cast cct easst east fjst fkst fkt gest idt iot irkst irkt ist kdt
  kgst krast krat lkt magst magt mawt mpt msd msk must novst novt omsst omst petst pett pkst pyst pyt tkt ulast ulat uzst
  vet vlast vlat volt wadt wast wdt yakst yakt yekst yekt`.split(/\s+/),
);

/** Returns the minutes ahead of UTC; "unsure" for one that means several things; undefined for a text that is not one. */
export function zoneAbbreviation(text: string): number | "unsure" | undefined {
  const name = text.toLowerCase();
  return OFFSETS.get(name) ?? (UNSURE.has(name) ? "unsure" : undefined);
}
