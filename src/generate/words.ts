/** The words that names, titles and places are made of. All invented, or too common to be anybody's. */

/** First names of female users, and of artists. */
export const GIRLS = [
  ..."Ada Alma Bela Carla Cora Delia Edda Elin Fay Greta Hanna Ida Ilse Juna Kara Lena Lotte Mabel Mira Nell".split(
    " ",
  ),
  ..."Nora Olive Petra Quinn Rhea Rosa Runa Selma Tess Thea Una Vera Willa Yara Zoe".split(" "),
];
/** First names of male users, and of artists. */
export const BOYS = [
  ..."Aron Bert Caleb Dario Edwin Emil Felix Gus Hugo Ivo Jonas Karl Leif Linus Marek Milo Nils Oskar Otto Pavel".split(
    " ",
  ),
  ..."Quentin Ralf Remo Silas Sven Theo Tilo Ulf Vito Walt Yannick Zeno".split(" "),
];
/** Last names of users and artists. */
export const LAST_NAMES = [
  ..."Abbott Ashdown Birkett Brandt Calloway Carver Dahl Dunmore Ebner Fairley Falk Garrow Hale Harlan Hobbs".split(
    " ",
  ),
  ..."Ingram Jessup Kerr Kestrel Lund Marlow Moss Nakos Norwood Oakes Orr Pike Prentice Quill Ramsey Rowe Sable".split(
    " ",
  ),
  ..."Stroud Tanner Thorne Upton Vance Varga Wexler Whitlow Yardley Zeller".split(" "),
];

/** Places of users, as the public data writes metropolitan areas: towns joined by hyphens, then states. */
export const TOWNS = [
  ..."Alderbrook Ashford Bellmere Brackwater Carrow Cedarholm Coldspring Dunhaven Eastmoor Elkhorn Fairwick".split(
    " ",
  ),
  ..."Glenrock Harborfield Hollins Ironwood Juniper Kingsferry Lakemont Larkspur Millbrook Northgate Oakhurst".split(
    " ",
  ),
  ..."Pinecrest Quarry Redstone Riverton Saltmarsh Silverton Stonebridge Thornbury Umber Vale Westlake Yarrow".split(
    " ",
  ),
];
/** States of the United States, by their two letters. */
export const STATES =
  "AL AZ CA CO FL GA IA IL IN KY LA MA ME MI MN MO NC NH NY OH OR PA SC TN TX VA WA WI".split(" ");

/** Places of artists, as free text that nobody tidied. */
export const ARTIST_PLACES = [
  ...TOWNS,
  "NORTHGATE",
  "Northgate, England",
  "Redstone, CO",
  "Thornbury / Vale",
  "Sørholm, Norway",
  "Près-la-Forêt, France",
  "Zürkheim",
  "Upstairs",
];

/** Adjectives for titles and names. */
export const ADJECTIVES = [
  ..."Amber Bitter Blue Borrowed Brave Broken Careless Clever Cold Crooked Distant Double Early Electric Empty".split(
    " ",
  ),
  ..."Endless Faded Frozen Gentle Golden Half Hidden Hollow Honest Hungry Idle Little Lonesome Lost Lucky Midnight".split(
    " ",
  ),
  ..."Modern Nervous Northern Paper Patient Plastic Quiet Restless Rusty Second Secret Silent Silver Slow Sudden".split(
    " ",
  ),
  ..."Tender Velvet Violet Wandering Wicked Wild Winter Wooden Yellow Young".split(" "),
];
/** Nouns for titles and names. */
export const NOUNS = [
  ..."Anchor Avenue Balloon Bell Bicycle Bridge Button Candle Captain Carousel Cinema Clock Compass Corner Cousin".split(
    " ",
  ),
  ..."Curtain Diary Dragon Engine Feather Ferry Fire Garden Ghost Harbour Heart Island Kettle Kingdom Ladder Lantern".split(
    " ",
  ),
  ..."Letter Lighthouse Machine Magnet Meadow Mirror Moon Morning Mountain Needle Ocean Orchard Parade Pilot Planet".split(
    " ",
  ),
  ..."Radio Railway River Rocket Sailor Satellite Shadow Sparrow Station Stranger Summer Telephone Thunder Tiger".split(
    " ",
  ),
  ..."Tower Umbrella Valley Violin Wagon Weather Whistle Window Wolf Zebra".split(" "),
];
/** Verbs for titles. */
export const VERBS = [
  ..."Call Carry Catch Chase Count Draw Drive Find Follow Forget Hear Hold Hurry Keep Kiss Leave Lose Meet".split(
    " ",
  ),
  ..."Miss Open Paint Remember Ride Sell Send Show Sing Steal Teach Trust Wake Watch".split(" "),
];
/** Words that are not plain ASCII, for titles and names. */
export const FOREIGN_WORDS = [
  ..."Café Canção Día Élan Fjörd Früh Garçon Größe Jóga Mañana Mädchen Naïve Noël Où Próxima Río Señal Tú".split(
    " ",
  ),
  ..."Über Été Ночь 夜".split(" "),
];
/** What follows a title: `(Live)`, `(Album Version)` … */
export const EDITIONS = [
  "(Album Version)",
  "(Live)",
  "(Remastered)",
  "(Demo)",
  "(Radio Edit)",
  "[Instrumental]",
  "(1993 Digital Remaster)",
  "- Part 2",
];
/** Names and titles that are numbers; such files have them without quotes. */
export const NUMBER_NAMES = [7, 13, 24, 66, 99, 101, 404, 808, 1919, 1984, 2020, 5000];

/** Browsers as they named themselves in 2018. Some clients send the text in quotation marks of its own. */
const GECKO = "AppleWebKit/537.36 (KHTML, like Gecko)";
/** Texts for `userAgent`. */
export const USER_AGENTS = [
  `"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_6) ${GECKO} Chrome/69.0.3497.100 Safari/537.36"`,
  `"Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${GECKO} Chrome/70.0.3538.77 Safari/537.36"`,
  `"Mozilla/5.0 (Windows NT 6.1; WOW64) ${GECKO} Chrome/36.0.1985.143 Safari/537.36"`,
  `"Mozilla/5.0 (X11; Linux x86_64) ${GECKO} Ubuntu Chromium/69.0.3497.81 Chrome/69.0.3497.81 Safari/537.36"`,
  `"Mozilla/5.0 (iPhone; CPU iPhone OS 12_1 like Mac OS X) ${GECKO} Version/12.0 Mobile/15E148 Safari/604.1"`,
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:63.0) Gecko/20100101 Firefox/63.0",
  "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:31.0) Gecko/20100101 Firefox/31.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.13; rv:62.0) Gecko/20100101 Firefox/62.0",
  "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:63.0) Gecko/20100101 Firefox/63.0",
  "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko",
];
