/** Whether it is an address that a browser opens: whole, and by http or https. */
export const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
