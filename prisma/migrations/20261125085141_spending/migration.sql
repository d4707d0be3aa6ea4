-- CreateTable
CREATE TABLE "spendings" (
    "workspace_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "spendings_pkey" PRIMARY KEY ("workspace_id","network","month","currency")
);

-- CreateTable
CREATE TABLE "spending_caps" (
    "workspace_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spending_caps_pkey" PRIMARY KEY ("workspace_id","network")
);

-- AddForeignKey
ALTER TABLE "spendings" ADD CONSTRAINT "spendings_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spending_caps" ADD CONSTRAINT "spending_caps_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
