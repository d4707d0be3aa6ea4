-- Search in languages that PostgreSQL has no stemmer for. Trusted since PostgreSQL 13: the owner of a database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "campaign_state" AS ENUM ('DRAFT', 'ACTIVE', 'PAUSED', 'COMPLETED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "campaign_entry_kind" AS ENUM ('COST', 'COMMITMENT', 'REVENUE');

-- CreateEnum
CREATE TYPE "campaign_entry_category" AS ENUM ('PRODUCTION', 'HOURS', 'FEE', 'OTHER', 'ADVERTISING', 'AFFILIATE', 'OWN_SALES');

-- CreateEnum
CREATE TYPE "weekday" AS ENUM ('MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY');

-- CreateEnum
CREATE TYPE "idea_stage" AS ENUM ('NEW', 'CHOSEN', 'IN_WORK', 'USED', 'DROPPED');

-- CreateEnum
CREATE TYPE "strategy_state" AS ENUM ('DRAFT', 'ACTIVE', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "challenge" AS ENUM ('LOW_TRAFFIC', 'NO_SEARCH_PRESENCE', 'WEAK_AWARENESS', 'FALLING_LOYALTY', 'POOR_REPUTATION', 'LOW_SALES', 'IMMATURE_PROCESSES');

-- CreateEnum
CREATE TYPE "tactic" AS ENUM ('VIRAL', 'COMMUNITY_BUILDING', 'MONITORING', 'CONTENT_OPTIMISATION', 'EXPERTISE', 'KNOWLEDGE_GATHERING', 'CUSTOMER_CONTACT', 'NEWS', 'REPUTATION', 'EVENTS', 'USER_GENERATED_CONTENT', 'INFLUENCERS');

-- CreateEnum
CREATE TYPE "objective_kind" AS ENUM ('AWARENESS', 'REPUTATION', 'COMMUNITY', 'TRAFFIC', 'LEADS', 'SALES', 'LOYALTY', 'SERVICE', 'RECRUITMENT');

-- CreateEnum
CREATE TYPE "stakeholder" AS ENUM ('CUSTOMERS', 'EMPLOYEES', 'BLOGGERS', 'JOURNALISTS', 'PUBLIC');

-- CreateEnum
CREATE TYPE "trend_direction" AS ENUM ('UP', 'DOWN');

-- CreateEnum
CREATE TYPE "appeal" AS ENUM ('PROVOKE', 'INSTRUCT', 'BADGE', 'AMUSE', 'INFORM', 'INSPIRE', 'SELL');

-- CreateEnum
CREATE TYPE "content_principle" AS ENUM ('INSPIRE', 'EASY_TO_SHARE', 'REWARD', 'SHARE_ACTIVELY', 'INVITE_SHARING');

-- CreateEnum
CREATE TYPE "monetisation" AS ENUM ('ADVERTISING', 'AFFILIATE', 'OWN_SALES');

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "held_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "post_variants" ADD COLUMN     "schedule_local" TEXT,
ADD COLUMN     "schedule_time_zone" TEXT,
ADD COLUMN     "scheduled_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "assignee_member_id" UUID,
ADD COLUMN     "campaign_id" UUID,
ADD COLUMN     "objective_id" UUID,
ADD COLUMN     "occasion_id" UUID,
ADD COLUMN     "persona_id" UUID,
ADD COLUMN     "pillar_id" UUID,
ADD COLUMN     "plan_id" UUID,
ADD COLUMN     "principles" "content_principle"[],
ADD COLUMN     "search_stems" TEXT[],
ADD COLUMN     "search_text" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "strategy_id" UUID,
ADD COLUMN     "strategy_revision" INTEGER;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "countries" TEXT[];

-- CreateTable
CREATE TABLE "campaigns" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "strategy_id" UUID,
    "strategy_revision" INTEGER,
    "name" TEXT NOT NULL,
    "note" TEXT,
    "state" "campaign_state" NOT NULL DEFAULT 'DRAFT',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "objective" "objective_kind" NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "budget_millionths" BIGINT,
    "budget_currency" TEXT,
    "utm_source" TEXT,
    "utm_medium" TEXT,
    "utm_campaign" TEXT,
    "utm_term" TEXT,
    "utm_content" TEXT,
    "promo_codes" TEXT[],
    "launched_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "author_kind" TEXT NOT NULL,
    "author_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaigns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_entries" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "kind" "campaign_entry_kind" NOT NULL,
    "category" "campaign_entry_category" NOT NULL,
    "millionths" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "on" DATE NOT NULL,
    "note" TEXT,
    "post_id" UUID,
    "promo_code" TEXT,
    "author_kind" TEXT NOT NULL,
    "author_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaign_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_moves" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "post_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_moves_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slots" (
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "weekday" "weekday" NOT NULL,
    "local_time" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "slots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slot_bookings" (
    "slot_id" UUID NOT NULL,
    "on" DATE NOT NULL,
    "post_id" UUID NOT NULL,

    CONSTRAINT "slot_bookings_pkey" PRIMARY KEY ("slot_id","on")
);

-- CreateTable
CREATE TABLE "content_plans" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "strategy_id" UUID,
    "strategy_revision" INTEGER,
    "campaign_id" UUID,
    "notices" JSONB NOT NULL DEFAULT '[]',
    "author_kind" TEXT NOT NULL,
    "author_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "content_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_templates" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_templates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_template_entries" (
    "id" UUID NOT NULL,
    "template_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "day_offset" INTEGER NOT NULL,
    "local_time" TEXT,
    "title" TEXT,
    "text" TEXT,
    "link" TEXT,
    "tags" TEXT[],
    "principles" "content_principle"[],
    "pillar" TEXT,
    "channel_ids" UUID[],

    CONSTRAINT "plan_template_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ideas" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "note" TEXT,
    "brief" TEXT,
    "stage" "idea_stage" NOT NULL DEFAULT 'NEW',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "tags" TEXT[],
    "due_on" DATE,
    "pillar_id" UUID,
    "campaign_id" UUID,
    "post_id" UUID,
    "assignee_member_id" UUID,
    "author_kind" TEXT NOT NULL,
    "author_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ideas_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "occasions" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "campaign_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "occasions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "strategies" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" "strategy_state" NOT NULL DEFAULT 'DRAFT',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "industry" TEXT,
    "brand_name" TEXT,
    "mission" TEXT,
    "value_proposition" TEXT,
    "voice_tone" TEXT,
    "voice_say" TEXT[],
    "voice_dont" TEXT[],
    "voice_avoid" TEXT[],
    "guidelines" TEXT,
    "colours" TEXT[],
    "avatar_asset_id" UUID,
    "header_asset_id" UUID,
    "challenges" "challenge"[],
    "tactics" "tactic"[],
    "monetisation" "monetisation"[],
    "budget_millionths" BIGINT,
    "budget_currency" TEXT,
    "template_key" TEXT,
    "author_kind" TEXT NOT NULL,
    "author_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "strategies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "strategy_revisions" (
    "strategy_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "strategy_revisions_pkey" PRIMARY KEY ("strategy_id","number")
);

-- CreateTable
CREATE TABLE "strategy_reviews" (
    "id" UUID NOT NULL,
    "strategy_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "learned" TEXT NOT NULL,
    "changed" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "author_kind" TEXT NOT NULL,
    "author_id" UUID,

    CONSTRAINT "strategy_reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "objectives" (
    "id" UUID NOT NULL,
    "strategy_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "objective_kind" NOT NULL,
    "stakeholders" "stakeholder"[],
    "note" TEXT,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "objectives_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "kpis" (
    "id" UUID NOT NULL,
    "objective_id" UUID,
    "campaign_id" UUID,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "metric" TEXT,
    "formula" TEXT,
    "baseline" DOUBLE PRECISION,
    "target" DOUBLE PRECISION NOT NULL,
    "deadline" DATE NOT NULL,
    "direction" "trend_direction" NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "kpis_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pillars" (
    "id" UUID NOT NULL,
    "strategy_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "color" TEXT,
    "appeal" "appeal",
    "target_share" DOUBLE PRECISION,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "pillars_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pillar_objectives" (
    "pillar_id" UUID NOT NULL,
    "objective_id" UUID NOT NULL,

    CONSTRAINT "pillar_objectives_pkey" PRIMARY KEY ("pillar_id","objective_id")
);

-- CreateTable
CREATE TABLE "principle_targets" (
    "strategy_id" UUID NOT NULL,
    "principle" "content_principle" NOT NULL,
    "position" INTEGER NOT NULL,
    "target_share" DOUBLE PRECISION,

    CONSTRAINT "principle_targets_pkey" PRIMARY KEY ("strategy_id","principle")
);

-- CreateTable
CREATE TABLE "personas" (
    "id" UUID NOT NULL,
    "strategy_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "age_from" INTEGER,
    "age_to" INTEGER,
    "genders" TEXT[],
    "countries" TEXT[],
    "cities" TEXT[],
    "languages" TEXT[],
    "interests" TEXT[],
    "motives" TEXT[],
    "wishes" TEXT[],
    "objections" TEXT[],
    "networks" TEXT[],
    "hours" INTEGER[],
    "formats" "post_format"[],
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "personas_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "network_choices" (
    "strategy_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "rationale" TEXT NOT NULL,
    "role" TEXT,
    "posts_per_week" DOUBLE PRECISION,

    CONSTRAINT "network_choices_pkey" PRIMARY KEY ("strategy_id","network")
);

-- CreateTable
CREATE TABLE "competitors" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "competitors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "competitor_handles" (
    "id" UUID NOT NULL,
    "competitor_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "competitor_handles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "competitor_snapshots" (
    "id" UUID NOT NULL,
    "handle_id" UUID NOT NULL,
    "on" DATE NOT NULL,
    "followers" DOUBLE PRECISION,
    "posts_per_week" DOUBLE PRECISION,
    "engagement_per_post" DOUBLE PRECISION,
    "formats" JSONB NOT NULL,
    "top_posts" JSONB NOT NULL,
    "answers" TEXT,
    "source" TEXT NOT NULL,
    "author_kind" TEXT NOT NULL,
    "author_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "competitor_snapshots_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "post_variants_scheduled_at_idx" ON "post_variants"("scheduled_at");

-- CreateIndex
CREATE INDEX "campaigns_workspace_id_created_at_idx" ON "campaigns"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "campaigns_workspace_id_period_from_period_to_idx" ON "campaigns"("workspace_id", "period_from", "period_to");

-- CreateIndex
CREATE INDEX "campaign_entries_campaign_id_on_idx" ON "campaign_entries"("campaign_id", "on");

-- CreateIndex
CREATE INDEX "campaign_entries_post_id_idx" ON "campaign_entries"("post_id");

-- CreateIndex
CREATE INDEX "campaign_moves_campaign_id_at_idx" ON "campaign_moves"("campaign_id", "at");

-- CreateIndex
CREATE INDEX "campaign_moves_post_id_idx" ON "campaign_moves"("post_id");

-- CreateIndex
CREATE UNIQUE INDEX "slots_channel_id_weekday_local_time_time_zone_key" ON "slots"("channel_id", "weekday", "local_time", "time_zone");

-- CreateIndex
CREATE INDEX "slot_bookings_post_id_idx" ON "slot_bookings"("post_id");

-- CreateIndex
CREATE INDEX "content_plans_workspace_id_period_from_idx" ON "content_plans"("workspace_id", "period_from");

-- CreateIndex
CREATE INDEX "plan_templates_workspace_id_created_at_idx" ON "plan_templates"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "plan_template_entries_template_id_position_idx" ON "plan_template_entries"("template_id", "position");

-- CreateIndex
CREATE INDEX "ideas_workspace_id_created_at_idx" ON "ideas"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "ideas_assignee_member_id_idx" ON "ideas"("assignee_member_id");

-- CreateIndex
CREATE INDEX "occasions_workspace_id_period_from_idx" ON "occasions"("workspace_id", "period_from");

-- CreateIndex
CREATE INDEX "strategies_workspace_id_created_at_idx" ON "strategies"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "strategy_reviews_strategy_id_at_idx" ON "strategy_reviews"("strategy_id", "at");

-- CreateIndex
CREATE INDEX "objectives_strategy_id_idx" ON "objectives"("strategy_id");

-- CreateIndex
CREATE INDEX "kpis_objective_id_idx" ON "kpis"("objective_id");

-- CreateIndex
CREATE INDEX "kpis_campaign_id_idx" ON "kpis"("campaign_id");

-- CreateIndex
CREATE INDEX "pillars_strategy_id_idx" ON "pillars"("strategy_id");

-- CreateIndex
CREATE INDEX "pillar_objectives_objective_id_idx" ON "pillar_objectives"("objective_id");

-- CreateIndex
CREATE INDEX "personas_strategy_id_idx" ON "personas"("strategy_id");

-- CreateIndex
CREATE INDEX "competitors_workspace_id_created_at_idx" ON "competitors"("workspace_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "competitor_handles_competitor_id_network_key" ON "competitor_handles"("competitor_id", "network");

-- CreateIndex
CREATE UNIQUE INDEX "competitor_snapshots_handle_id_on_key" ON "competitor_snapshots"("handle_id", "on");

-- CreateIndex
CREATE INDEX "posts_strategy_id_scheduled_at_idx" ON "posts"("strategy_id", "scheduled_at");

-- CreateIndex
CREATE INDEX "posts_pillar_id_scheduled_at_idx" ON "posts"("pillar_id", "scheduled_at");

-- CreateIndex
CREATE INDEX "posts_objective_id_idx" ON "posts"("objective_id");

-- CreateIndex
CREATE INDEX "posts_persona_id_idx" ON "posts"("persona_id");

-- CreateIndex
CREATE INDEX "posts_campaign_id_scheduled_at_idx" ON "posts"("campaign_id", "scheduled_at");

-- CreateIndex
CREATE INDEX "posts_plan_id_scheduled_at_idx" ON "posts"("plan_id", "scheduled_at");

-- CreateIndex
CREATE INDEX "posts_occasion_id_idx" ON "posts"("occasion_id");

-- CreateIndex
CREATE INDEX "posts_search_stems_idx" ON "posts" USING GIN ("search_stems");

-- CreateIndex
CREATE INDEX "posts_search_text_idx" ON "posts" USING GIN ("search_text" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_entries" ADD CONSTRAINT "campaign_entries_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_entries" ADD CONSTRAINT "campaign_entries_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_moves" ADD CONSTRAINT "campaign_moves_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_moves" ADD CONSTRAINT "campaign_moves_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_assignee_member_id_fkey" FOREIGN KEY ("assignee_member_id") REFERENCES "members"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_pillar_id_fkey" FOREIGN KEY ("pillar_id") REFERENCES "pillars"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_objective_id_fkey" FOREIGN KEY ("objective_id") REFERENCES "objectives"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_persona_id_fkey" FOREIGN KEY ("persona_id") REFERENCES "personas"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "content_plans"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_occasion_id_fkey" FOREIGN KEY ("occasion_id") REFERENCES "occasions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slots" ADD CONSTRAINT "slots_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slot_bookings" ADD CONSTRAINT "slot_bookings_slot_id_fkey" FOREIGN KEY ("slot_id") REFERENCES "slots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slot_bookings" ADD CONSTRAINT "slot_bookings_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_plans" ADD CONSTRAINT "content_plans_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_plans" ADD CONSTRAINT "content_plans_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_plans" ADD CONSTRAINT "content_plans_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_templates" ADD CONSTRAINT "plan_templates_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_template_entries" ADD CONSTRAINT "plan_template_entries_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "plan_templates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_pillar_id_fkey" FOREIGN KEY ("pillar_id") REFERENCES "pillars"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ideas" ADD CONSTRAINT "ideas_assignee_member_id_fkey" FOREIGN KEY ("assignee_member_id") REFERENCES "members"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "occasions" ADD CONSTRAINT "occasions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "occasions" ADD CONSTRAINT "occasions_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "strategies" ADD CONSTRAINT "strategies_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "strategies" ADD CONSTRAINT "strategies_avatar_asset_id_fkey" FOREIGN KEY ("avatar_asset_id") REFERENCES "media_assets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "strategies" ADD CONSTRAINT "strategies_header_asset_id_fkey" FOREIGN KEY ("header_asset_id") REFERENCES "media_assets"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "strategy_revisions" ADD CONSTRAINT "strategy_revisions_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "strategy_reviews" ADD CONSTRAINT "strategy_reviews_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "objectives" ADD CONSTRAINT "objectives_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kpis" ADD CONSTRAINT "kpis_objective_id_fkey" FOREIGN KEY ("objective_id") REFERENCES "objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kpis" ADD CONSTRAINT "kpis_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pillars" ADD CONSTRAINT "pillars_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pillar_objectives" ADD CONSTRAINT "pillar_objectives_pillar_id_fkey" FOREIGN KEY ("pillar_id") REFERENCES "pillars"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pillar_objectives" ADD CONSTRAINT "pillar_objectives_objective_id_fkey" FOREIGN KEY ("objective_id") REFERENCES "objectives"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "principle_targets" ADD CONSTRAINT "principle_targets_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personas" ADD CONSTRAINT "personas_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_choices" ADD CONSTRAINT "network_choices_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "competitors" ADD CONSTRAINT "competitors_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "competitor_handles" ADD CONSTRAINT "competitor_handles_competitor_id_fkey" FOREIGN KEY ("competitor_id") REFERENCES "competitors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "competitor_snapshots" ADD CONSTRAINT "competitor_snapshots_handle_id_fkey" FOREIGN KEY ("handle_id") REFERENCES "competitor_handles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What search reads of the posts that are there already: as domain/planning/search.ts writes it from now on.
-- Stemmers without the stop words that those of PostgreSQL's own configurations leave out.
CREATE TEXT SEARCH DICTIONARY polyphony_english (TEMPLATE = pg_catalog.snowball, LANGUAGE = english);
CREATE TEXT SEARCH DICTIONARY polyphony_russian (TEMPLATE = pg_catalog.snowball, LANGUAGE = russian);
UPDATE "posts" p SET "search_text" = translate(lower(normalize(concat_ws(E'\n',
    nullif(p.title, ''), nullif(p.text, ''), nullif(array_to_string(p.parts, E'\n'), ''), nullif(p.link, ''),
    nullif(array_to_string(p.tags, E'\n'), ''),
    (SELECT string_agg(concat_ws(E'\n', nullif(v.text, ''), nullif(array_to_string(v.parts, E'\n'), ''),
        nullif(v.link, ''), nullif(v.first_comment, '')), E'\n' ORDER BY v.position)
      FROM "post_variants" v
      WHERE v.post_id = p.id AND concat(v.text, array_to_string(v.parts, ''), v.link, v.first_comment) <> '')
  ), NFC)), 'ё’' || U&'\FE0F', 'е''');
UPDATE "posts" SET "search_stems" = ARRAY(
  SELECT DISTINCT (ts_lexize(CASE WHEN word ~ '[Ѐ-ӿ]' THEN 'polyphony_russian' ELSE 'polyphony_english' END::regdictionary, word))[1]
    COLLATE "C"
  FROM (SELECT found[1] AS word FROM regexp_matches("search_text", '[[:alnum:]]+(?:''[[:alnum:]]+)*', 'g') AS found) AS words
  WHERE length(word) <= 100 ORDER BY 1);
DROP TEXT SEARCH DICTIONARY polyphony_english;
DROP TEXT SEARCH DICTIONARY polyphony_russian;
