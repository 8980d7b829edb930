/** What may be wrong with a PNG or SVG, and the requirement it belongs to. */
const IMAGE_REQUIREMENTS = {
  not_an_image: 'SVG-07',
  png_truncated: 'PNG-06',
  png_chunk_malformed: 'PNG-06',
  png_checksum_wrong: 'PNG-06',
  png_header_invalid: 'PNG-06',
  png_order_invalid: 'PNG-06',
  png_bytes_after_end: 'PNG-06',
  png_too_large: 'PNG-07',
  png_credential_compressed: 'PNG-07',
  png_credential_malformed: 'PNG-02',
  png_credential_repeated: 'PNG-04',
  svg_too_large: 'SVG-06',
  svg_not_well_formed: 'SVG-06',
  svg_doctype: 'SVG-06',
  svg_entity: 'SVG-06',
  svg_processing_instruction: 'SVG-06',
  svg_not_svg: 'SVG-06',
  svg_active_content: 'SVG-06',
  svg_external_reference: 'SVG-06',
  svg_foreign_content: 'SVG-06',
  svg_credential_malformed: 'SVG-04',
  no_credential: 'DOC-05',
} as const

/** Why an image is not taken, or gives no credential. */
export interface ImageRefusal {
  readonly code: keyof typeof IMAGE_REQUIREMENTS
  /** The byte of a PNG, or the character of an SVG, at which it shows. */
  readonly at: number
  readonly detail: string
}

/** A refusal in one line: its requirement, what is wrong, and where. */
export const describeImageRefusal = ({ code, at, detail }: ImageRefusal): string =>
  `${IMAGE_REQUIREMENTS[code]} ${code}: ${detail} (at ${code.startsWith('svg') ? 'character' : 'byte'} ${at}).`
