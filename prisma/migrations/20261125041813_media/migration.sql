-- AlterTable
ALTER TABLE "media_assets" ADD COLUMN     "access_key" TEXT,
ADD COLUMN     "sha256" BYTEA,
ADD COLUMN     "uploader_id" UUID,
ADD COLUMN     "uploader_kind" TEXT,
ALTER COLUMN "url" DROP NOT NULL;
