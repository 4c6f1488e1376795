/** How often the oddities of the public data occur, as shares. What they do is told where they are made. */
export const ODDITIES = {
  /** Songs whose year is 0. */
  yearUnknown: 0.32,
  /** Artists of whom no place is known: an empty text. */
  placeEmpty: 0.45,
  /** Artists without coordinates. */
  coordinatesMissing: 0.64,
  /** Artists whose place is the HTML of a link. */
  placeHtml: 0.002,
  /** Artists whose place is a number, a post code say, without quotes. */
  placeNumber: 0.001,
  /** Artists whose name is a number without quotes. */
  nameNumber: 0.003,
  /** Songs whose title is a number without quotes. */
  titleNumber: 0.002,
  /** Titles with letters outside ASCII: `\u` in the songs, mojibake in the events, which thus never match. */
  titleForeign: 0.045,
  /** The same for artist names. */
  nameForeign: 0.02,
  /** Songs that tell something else of their artist than the artist's other songs do. */
  artistVariant: 0.04,
  /** Songs that are the one before once more: same title, same artist, another id and length. */
  reissue: 0.01,
  /** Songs that players have in another length than the catalogue. */
  otherLength: 0.05,
  /** Plays outside the catalogue, as a share of these, that are of a song that would match but for its accents. */
  playForeign: 0.06,
  /** Sessions that begin with nobody logged in. */
  sessionLoggedOut: 0.09,
} as const;
