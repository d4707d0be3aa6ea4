import { createHash } from 'node:crypto';
import type { EmulatorControl, Faults } from '@polyphony/sdk/emulator';
import { accountOf, type Account } from './accounts.ts';
import { audienceControl } from './audience-control.ts';
import { cidOfBlob, cidOfRecord } from './cid.ts';
import type { HandlerContext } from './handler.ts';
import { postCollection } from './happenings.ts';
import { decide } from './oauth.ts';
import { addressesOf, emulatedPost, publicationsOf } from './publications.ts';
import { refusals } from './refusals.ts';
import { uriOf, type State } from './state.ts';
import { tidAt } from './tid.ts';

export function createControl({ server, index }: HandlerContext, faults: Faults): EmulatorControl {
  const { state, now, url } = server;
  const { talk, messages, count, withhold } = audienceControl(index);
  return {
    codes: Object.keys(refusals),
    fail: async (fault) => faults.plant(fault),
    posts: async () => publicationsOf(state).map((one) => emulatedPost(one, state)),
    async insert({ account, text, createdAt, media = [] }) {
      const { externalId: did, handle } = known(account);
      const images = media.map(({ url: source, altText = '' }) => ({
        image: putPicture(did, source, state),
        alt: altText,
      }));
      const value = {
        $type: postCollection,
        text,
        createdAt,
        ...(images.length > 0 && { embed: { $type: 'app.bsky.embed.images', images } }),
      };
      const rkey = tidAt(Date.parse(createdAt), 1, state.records.size);
      const uri = uriOf(did, postCollection, rkey);
      const record = { uri, cid: cidOfRecord(value), value, at: createdAt };
      state.record({ change: 'written', at: createdAt, records: [record], removed: [] });
      return { id: uri, url: `${url}/profile/${handle}/post/${rkey}` };
    },
    async remove(post) {
      const removed = addressesOf(post, state);
      state.record({ change: 'written', at: now().toISOString(), records: [], removed });
    },
    async consent(authorizationUrl, account) {
      const { searchParams } = new URL(authorizationUrl);
      const request = {
        clientId: searchParams.get('client_id') ?? '',
        requestUri: searchParams.get('request_uri') ?? '',
      };
      const back = decide(request, known(account).externalId, server);
      if (back === undefined) throw new Error('nobody asks at this address');
      return back;
    },
    expire: async (account) => state.record({ change: 'epoch', did: known(account).externalId, all: false }),
    async revoke(account) {
      const { externalId: did } = known(account);
      state.record({ change: 'epoch', did, all: true });
      for (const session of state.sessions.values()) {
        if (session.did === did) state.record({ change: 'session', session: { ...session, ended: true } });
      }
    },
    talk,
    messages,
    count,
    withhold,
  };
}

function known(account: string): Account {
  const found = accountOf(account);
  if (!found) throw new Error(`there is no account ${account}`);
  return found;
}

/** A picture that nobody uploaded: it stays where it is. */
function putPicture(did: string, url: string, state: State) {
  const cid = cidOfBlob(Buffer.from(url));
  const sha256 = createHash('sha256').update(url).digest('hex');
  const mimeType = 'image/jpeg';
  state.record({ change: 'blob', blob: { did, cid, mimeType, size: 1, sha256, url } });
  return { $type: 'blob', ref: { $link: cid }, mimeType, size: 1 };
}
