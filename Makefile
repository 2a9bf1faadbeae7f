# The project's commands. Each does what set-up it needs; docs: README.md.
.PHONY: help setup demo test quality bench clauses

PORT ?= 8000

help:
	@sed -n 's/^\([a-z]*\):.*## /make \1 — /p' Makefile

setup: ## 准备环境：系统库、虚拟环境、锁定的依赖
	@scripts/setup dev

demo: ## 演示站点 http://127.0.0.1:8000（PORT= 换端口），打印演示账号
	@scripts/setup run
	@DEMO=1 LOG_LEVEL=$${LOG_LEVEL:-WARNING} SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} \
	  exec .venv/bin/python manage.py demo --port $(PORT)

test: ## 本机能运行的全部测试；REQUIRE_ALL=1 时缺一不可
	@scripts/setup dev
	@scripts/test

quality: ## 格式、静态检查、模板、分层、迁移、部署检查
	@scripts/setup dev
	@scripts/quality

bench: ## 基准：同一次运行中与参照实现相比快几倍
	@scripts/setup dev
	@.venv/bin/python -m bench

clauses: ## 政策条款与测试的对照表
	@scripts/setup dev
	@scripts/clauses
