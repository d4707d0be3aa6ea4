-- AlterTable
ALTER TABLE "hooks" ADD COLUMN     "ask_at" TIMESTAMPTZ(3),
ADD COLUMN     "asked" TEXT;

-- AlterTable
ALTER TABLE "network_events" ADD COLUMN     "wake_at" TIMESTAMPTZ(3),
ADD COLUMN     "work" JSONB;

-- CreateIndex
CREATE INDEX "network_events_wake_at_idx" ON "network_events"("wake_at");
