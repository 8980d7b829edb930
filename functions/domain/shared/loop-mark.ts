/** The member of `CDN-Loop` that every request for a verification carries (RFC 8586). */
export const LOOP_MARK = 'peerbadge'

/**
 * Whether a request was sent by a verification, ours or that of another service of this kind, whatever stands between.
 *
 * @param cdnLoop  The value of the header `CDN-Loop`: members by commas, each with parameters.
 * @see https://www.rfc-editor.org/rfc/rfc8586#section-2
 */
export const isFromVerification = (cdnLoop: string | undefined): boolean =>
  cdnLoop?.split(',').some((member) => member.split(';')[0]?.trim().toLowerCase() === LOOP_MARK) ?? false
