import { decodeGlobalID, encodeGlobalID } from '@pothos/plugin-relay';

export { encodeGlobalID };

/** The id of nothing: what an id that cannot be read, or is of another type, stands for. */
export const nobody = '00000000-0000-0000-0000-000000000000';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Type and key of a global id; null where it cannot be read. */
export function readGlobalID(id: string): { readonly typename: string; readonly id: string } | null {
  try {
    return decodeGlobalID(id);
  } catch {
    return null;
  }
}

export const isUuid = (id: string): boolean => uuid.test(id);

/** The row's id of a global id of that type. Any other id is nobody's, so that what it names is simply not found. */
export function rowId(type: string, globalId: string): string {
  const read = readGlobalID(globalId);
  return read?.typename === type && isUuid(read.id) ? read.id : nobody;
}

/** True for a cursor as the Prisma plugin makes it for a list whose rows have an id. */
export const isRowCursor = (cursor: string): boolean => {
  const [, id = ''] = /^GPC:S:(.*)$/s.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  return isUuid(id);
};

/** The same for a list whose rows have a number beside an id, such as the revisions of a strategy. */
export function isNumberedRowCursor(cursor: string): boolean {
  const [, id = '', number = ''] =
    /^GPC:J:\["([0-9a-f-]+)",(\d{1,9})\]$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  return isUuid(id) && number !== '';
}
