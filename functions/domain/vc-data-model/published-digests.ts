/**
 * Digests of the bytes published under addresses whose content never changes (CTX-08): base64url without padding, by the
 * number of digest bytes (32 for SHA-256, 48 for SHA-384, 64 for SHA-512). The npm packages hold the same JSON in other
 * bytes.
 */
export const PUBLISHED_DIGESTS: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
  [
    'https://www.w3.org/ns/credentials/v2',
    new Map([
      [32, 'WZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ'],
      [48, 'l_HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4_Tje8YyzYBM8IhqjHWiWpr8-ZbYU'],
      [64, 'XVVFK9Lc-KKfWikEc-skKxxft31OaPGgqoe6pNuiaUhS1l7GPUisBKmdlW-fcVO5QG-E0tBMdIabAsI5odgTBQ'],
    ]),
  ],
  [
    'https://www.w3.org/2018/credentials/v1',
    new Map([
      [32, 'PQsndSLtJDhchQuYgrlohocYm483qb2fFXfjSLEBnEQ'],
      [48, 'Yu8ITIUTLFiBGfc0T6f7Bdztm0T35K_uMxuS4BMfPbRQD1RMuB9sw9RHHwRE5uEd'],
      [64, 'M7WnuQb9D1Sn9wHa0dsxTbct9mzZqklNKwdTiMtz3d0c_anbKwVcuxBxsqM5C9FaxikG5l9YOOhsrXkz1k65Mg'],
    ]),
  ],
])
