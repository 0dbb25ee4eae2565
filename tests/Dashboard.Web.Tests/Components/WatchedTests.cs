using Dashboard.Web.Components.Watching;

namespace Dashboard.Web.Tests.Components;

/// <summary>What a tab kept of what is watched comes from the browser: only what is ours is taken over, and not without end.</summary>
public sealed class WatchedTests
{
    [Fact]
    public void Restore_WhatIsNoRunOrStudy_IsLeftOut()
    {
        var watched = new Watched();
        watched.Restore([new("runs/1", "one"), new("studies/2", "two"), new("https://elsewhere/runs/1", "x"), new("runs/", "x"), new("shares/1", "x"), new("runs/1/inside", "x"), new("runs/3", new('x', 201)), new("runs/1", "again")]);

        Assert.Equal(["runs/1", "studies/2"], watched.All.Select(w => w.Address));
    }

    [Fact]
    public void Set_MoreThanFit_ForgetsTheOldest()
    {
        var watched = new Watched();
        for (var i = 0; i <= Watched.Most; i++) watched.Set(new($"runs/{i}", "run"), true);

        Assert.Equal(Watched.Most, watched.All.Count);
        Assert.False(watched.Has("runs/0"));
        Assert.True(watched.Has($"runs/{Watched.Most}"));
    }
}
