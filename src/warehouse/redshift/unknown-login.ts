/** What a server may answer to a login that nobody here can go on with. */

/** It asks for a way to log in that the job does not have; `message` is what it asks for. */
export class UnknownLogin extends Error {}

/** It sends what is not part of a login: it is not a Redshift, or something between changes what it says. */
export class NoLogin extends Error {}
