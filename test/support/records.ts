/** Events and songs with every key that the files have; only what matters is given. */

let item = 0;

/** A NextSong event; each call is another play of session 1. */
export function play(values: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  item += 1;
  return {
    artist: "The Band",
    auth: "Logged In",
    firstName: "Ann",
    gender: "F",
    itemInSession: item,
    lastName: "Lee",
    length: 200.5,
    level: "free",
    location: "Oslo",
    method: "PUT",
    page: "NextSong",
    registration: 1540919166796.0,
    sessionId: 1,
    song: "The Song",
    status: 200,
    ts: 1541105830796 + item,
    userAgent: "Browser",
    userId: "1",
    ...values,
  };
}

/** A song of the catalogue. */
export function song(values: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    artist_id: "AR1",
    artist_latitude: null,
    artist_location: "",
    artist_longitude: null,
    artist_name: "The Band",
    duration: 200.5,
    num_songs: 1,
    song_id: "SO1",
    title: "The Song",
    year: 0,
    ...values,
  };
}
