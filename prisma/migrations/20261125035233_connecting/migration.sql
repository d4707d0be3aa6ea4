-- CreateEnum
CREATE TYPE "authorization_state" AS ENUM ('WAITING', 'GRANTED', 'REFUSED', 'USED');

-- AlterTable
ALTER TABLE "channels" ADD COLUMN     "avatar_url" TEXT,
ADD COLUMN     "grant_id" UUID;

-- AlterTable
ALTER TABLE "delivery_steps" ADD COLUMN     "good_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "post_media" ADD COLUMN     "part" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "post_variants" ADD COLUMN     "parts" TEXT[],
ADD COLUMN     "parts_override" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "parts" TEXT[];

-- CreateTable
CREATE TABLE "grants" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "credentials" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "scopes" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "refreshing_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_authorizations" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "state" "authorization_state" NOT NULL DEFAULT 'WAITING',
    "state_hash" BYTEA,
    "authorization_url" TEXT,
    "return_url" TEXT,
    "kept" TEXT,
    "credentials" TEXT,
    "credentials_expire_at" TIMESTAMPTZ(3),
    "scopes" TEXT[],
    "candidates" JSONB,
    "problem" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_authorizations_pkey" PRIMARY KEY ("id")
);

-- What a channel held of credentials becomes a grant of its own, under the channel's id.
INSERT INTO "grants" ("id", "workspace_id", "network", "credentials")
SELECT "id", "workspace_id", "network", "credentials" FROM "channels" WHERE "credentials" IS NOT NULL;
UPDATE "channels" SET "grant_id" = "id" WHERE "credentials" IS NOT NULL;
ALTER TABLE "channels" DROP COLUMN "credentials";

-- CreateIndex
CREATE INDEX "grants_workspace_id_idx" ON "grants"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_authorizations_state_hash_key" ON "channel_authorizations"("state_hash");

-- CreateIndex
CREATE INDEX "channel_authorizations_workspace_id_created_at_idx" ON "channel_authorizations"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "channel_authorizations_expires_at_idx" ON "channel_authorizations"("expires_at");

-- CreateIndex
CREATE INDEX "channels_grant_id_idx" ON "channels"("grant_id");

-- AddForeignKey
ALTER TABLE "channels" ADD CONSTRAINT "channels_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "grants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grants" ADD CONSTRAINT "grants_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_authorizations" ADD CONSTRAINT "channel_authorizations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
