-- AlterTable
ALTER TABLE "channels" ADD COLUMN     "capabilities" JSONB,
ADD COLUMN     "last_problem" JSONB,
ADD COLUMN     "last_success_at" TIMESTAMPTZ(3),
ADD COLUMN     "missing_scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "profile" JSONB,
ADD COLUMN     "tier" TEXT;

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "pending_key" TEXT;

-- CreateTable
CREATE TABLE "network_apps" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "credentials" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "network_apps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hooks" (
    "id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "channel_id" UUID,
    "app_id" UUID,
    "secret" TEXT NOT NULL,
    "kept" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "network_events" (
    "hook_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "network_events_pkey" PRIMARY KEY ("hook_id","event_id")
);

-- CreateTable
CREATE TABLE "privacy_requests" (
    "id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_hash" BYTEA NOT NULL,
    "confirmation_code" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_budgets" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_budgets_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "network_apps_workspace_id_network_key" ON "network_apps"("workspace_id", "network");

-- CreateIndex
CREATE UNIQUE INDEX "hooks_channel_id_key" ON "hooks"("channel_id");

-- CreateIndex
CREATE UNIQUE INDEX "hooks_app_id_key" ON "hooks"("app_id");

-- CreateIndex
CREATE INDEX "network_events_received_at_idx" ON "network_events"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "privacy_requests_confirmation_code_key" ON "privacy_requests"("confirmation_code");

-- CreateIndex
CREATE INDEX "privacy_requests_received_at_idx" ON "privacy_requests"("received_at");

-- CreateIndex
CREATE INDEX "deliveries_channel_id_pending_key_idx" ON "deliveries"("channel_id", "pending_key");

-- AddForeignKey
ALTER TABLE "network_apps" ADD CONSTRAINT "network_apps_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hooks" ADD CONSTRAINT "hooks_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hooks" ADD CONSTRAINT "hooks_app_id_fkey" FOREIGN KEY ("app_id") REFERENCES "network_apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_events" ADD CONSTRAINT "network_events_hook_id_fkey" FOREIGN KEY ("hook_id") REFERENCES "hooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
