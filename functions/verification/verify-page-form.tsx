import { RECIPIENT_TYPES, type VerifyWords } from './verify-page-words.ts'

interface FormProps {
  readonly words: VerifyWords['form']
}

/** The page itself, without what its address asked for. */
export const VERIFY_HREF = 'verify'

const MAX_ADDRESS = 2048

/** The form: one badge in one of three ways, and what is known of the person. It works without script. */
export const VerifyFormSection = ({ words }: FormProps) => (
  <form method="post" action={VERIFY_HREF} enctype="multipart/form-data">
    <fieldset>
      <legend>{words.what}</legend>
      <p class="soft">{words.whatHint}</p>
      <label for="url">{words.url}</label>
      <p class="soft" id="url-hint">
        {words.urlHint}
      </p>
      <input
        id="url"
        name="url"
        type="text"
        inputmode="url"
        autocomplete="off"
        maxlength={MAX_ADDRESS}
        aria-describedby="url-hint"
      />
      <label for="file">{words.file}</label>
      <p class="soft" id="file-hint">
        {words.fileHint}
      </p>
      <input
        id="file"
        name="file"
        type="file"
        accept=".json,.jsonld,.jwt,.jws,.txt,.png,.svg,application/json,application/ld+json,image/png,image/svg+xml,text/plain"
        aria-describedby="file-hint"
      />
      <label for="credential">{words.text}</label>
      <p class="soft" id="credential-hint">
        {words.textHint}
      </p>
      <textarea
        id="credential"
        name="credential"
        rows={6}
        autocomplete="off"
        spellcheck={false}
        aria-describedby="credential-hint"
      />
    </fieldset>
    <fieldset>
      <legend>{words.whom}</legend>
      <p class="soft">{words.whomHint}</p>
      <RecipientFields words={words} />
    </fieldset>
    <p>
      <input id="receipt" name="receipt" type="checkbox" value="true" aria-describedby="receipt-hint" />{' '}
      <label for="receipt">{words.receipt}</label>
      <br />
      <span class="soft" id="receipt-hint">
        {words.receiptHint}
      </span>
    </p>
    <p>
      <button type="submit">{words.submit}</button>
    </p>
    <p class="soft">{words.kept}</p>
  </form>
)

const RecipientFields = ({ words }: FormProps) => (
  <>
    <label for="recipientType">{words.type}</label>
    <select id="recipientType" name="recipientType" autocomplete="off">
      {RECIPIENT_TYPES.map((type) => (
        <option value={type}>{words.types[type]}</option>
      ))}
    </select>
    <label for="recipient">{words.value}</label>
    <p class="soft" id="recipient-hint">
      {words.valueHint}
    </p>
    <input
      id="recipient"
      name="recipient"
      type="text"
      autocomplete="off"
      spellcheck={false}
      aria-describedby="recipient-hint"
    />
  </>
)

/** Asks once more about a badge at an address, with what is known of the person; what was typed is never shown again. */
export const RecipientForm = ({ words, url }: FormProps & { readonly url: string }) => (
  <form class="noprint" method="post" action={VERIFY_HREF} enctype="multipart/form-data">
    <input type="hidden" name="url" value={url} />
    <RecipientFields words={words} />
    <p>
      <button type="submit">{words.submit}</button>
    </p>
  </form>
)
